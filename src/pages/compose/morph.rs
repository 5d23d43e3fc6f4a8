//! Makes a document like another by changing only what differs. Reloading a frame costs ten times as much, loses the
//! scroll position, and flashes.

use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

/// Makes the children of a node like those of another, whose children it may take.
pub fn children(old: &Node, new: &Node) {
    let mut there = old.first_child();
    let mut wanted = new.first_child();
    while let Some(child) = wanted {
        // Taken now: the child may move into the old document.
        wanted = child.next_sibling();
        match there {
            Some(present) => {
                there = present.next_sibling();
                one(old, &present, &child);
            }
            None => {
                // Appending fails only for nodes that can't be children, and this one was a child.
                drop(old.append_child(&child));
            }
        }
    }
    while let Some(surplus) = there {
        there = surplus.next_sibling();
        drop(old.remove_child(&surplus));
    }
}

fn one(parent: &Node, old: &Node, new: &Node) {
    if old.is_equal_node(Some(new)) {
        return;
    }
    if old.node_type() != new.node_type() || old.node_name() != new.node_name() {
        drop(parent.replace_child(new, old));
        return;
    }
    // Asked of the node and not of its class: a node of the frame is no `Element` of this window.
    if old.node_type() == Node::ELEMENT_NODE {
        attributes(old.unchecked_ref::<Element>(), new.unchecked_ref::<Element>());
        children(old, new);
    } else {
        old.set_node_value(new.node_value().as_deref());
    }
}

/// Makes the attributes of an element like those of another.
pub fn attributes(old: &Element, new: &Element) {
    let names: Vec<String> = old.get_attribute_names().iter().filter_map(|name| name.as_string()).collect();
    for name in names.iter().filter(|name| !new.has_attribute(name)) {
        drop(old.remove_attribute(name));
    }
    for name in new.get_attribute_names().iter().filter_map(|name| name.as_string()) {
        let value = new.get_attribute(&name).unwrap_or_default();
        if old.get_attribute(&name).as_ref() != Some(&value) {
            // A name that the parser took but the DOM does not, such as `a"b`, is of no use to a letter.
            drop(old.set_attribute(&name, &value));
        }
    }
}
