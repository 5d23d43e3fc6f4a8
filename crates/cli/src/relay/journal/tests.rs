use super::*;
use relays::journal::State;

fn fate(key: &str, state: State) -> Fate {
    Fate {
        key: key.into(),
        state,
        id: Some("i".into()),
        reply: crate::relay::reply::reply(250, "Ok"),
        at: 2,
        message: None,
    }
}

/// A fresh folder, gone after the test; the name keeps tests apart.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let name = format!("postroom-journal-{}-{name}", std::process::id());
        Folder(std::env::temp_dir().join(name))
    }

    fn journal(&self) -> std::path::PathBuf {
        self.0.join("journal.sqlite")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn wish(key: &str, digest: u8, at: i64) -> Wish {
    Wish { key: key.into(), digest: [digest; 32], batch: Some("b".into()), at }
}

async fn claim(journal: &Journal, wish: Wish) -> Claim {
    journal.claim(vec![wish]).await.remove(0).unwrap()
}

/// Closes a journal and opens it again.
async fn reopened(journal: Journal, path: &Path) -> Journal {
    drop(journal);
    loop {
        // The thread closes the file a moment after its last caller is gone.
        match Journal::open(path) {
            Ok(journal) => return journal,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

#[tokio::test]
async fn a_key_goes_out_once() {
    let folder = Folder::new("once");
    let journal = Journal::open(&folder.journal()).unwrap();
    assert_eq!(claim(&journal, wish("k", 1, 1)).await, Claim::Go);
    journal.settle(vec![fate("k", State::Accepted)]).await.unwrap();
    assert_eq!(claim(&journal, wish("k", 1, 3)).await, Claim::Settled(fate("k", State::Accepted)));
    assert_eq!(claim(&journal, wish("k", 2, 3)).await, Claim::Reused);
    assert_eq!(journal.fate("k").await, Ok(Some(fate("k", State::Accepted))));
    assert_eq!(journal.fate("other").await, Ok(None));
    journal.queue_again(vec!["k".into()]).await.unwrap();
    assert_eq!(
        journal.fate("k").await,
        Ok(Some(fate("k", State::Accepted))),
        "nobody takes an acceptance back"
    );
}

#[tokio::test]
async fn what_was_not_taken_may_go_again() {
    let folder = Folder::new("again");
    let journal = Journal::open(&folder.journal()).unwrap();
    for state in [State::Later, State::Refused] {
        assert_eq!(claim(&journal, wish("k", 1, 1)).await, Claim::Go);
        journal.settle(vec![fate("k", state)]).await.unwrap();
    }
    assert_eq!(claim(&journal, wish("k", 1, 1)).await, Claim::Go);
}

#[tokio::test]
async fn the_second_waits_for_the_first() {
    let folder = Folder::new("wait");
    let journal = Journal::open(&folder.journal()).unwrap();
    assert_eq!(claim(&journal, wish("k", 1, 1)).await, Claim::Go);
    let (same, other) = (journal.clone(), journal.clone());
    let same = tokio::spawn(async move { claim(&same, wish("k", 1, 1)).await });
    let other = tokio::spawn(async move { claim(&other, wish("k", 9, 1)).await });
    // Once a later question has its answer, the earlier ones were looked at.
    tokio::task::yield_now().await;
    assert!(journal.fate("k").await.unwrap().is_some());
    assert!(!same.is_finished());
    journal.settle(vec![fate("k", State::Accepted)]).await.unwrap();
    assert_eq!(same.await.unwrap(), Claim::Settled(fate("k", State::Accepted)));
    assert_eq!(other.await.unwrap(), Claim::Reused);
}

#[tokio::test]
async fn a_lost_answer_is_unknown_after_a_restart() {
    let folder = Folder::new("lost");
    let path = folder.journal();
    let journal = Journal::open(&path).unwrap();
    assert_eq!(claim(&journal, wish("k", 1, 100)).await, Claim::Go);
    assert_eq!(Journal::open(&path).unwrap_err().to_string(), "another postroom is using it");
    let journal = reopened(journal, &path).await;
    let Claim::Lost(loss) = claim(&journal, wish("k", 1, 160)).await else { panic!("it is not lost") };
    assert_eq!((loss.fate.state, loss.batch.as_deref(), loss.age), (State::Unknown, Some("b"), Some(60)));
}

#[tokio::test]
async fn a_clock_that_was_set_back_makes_no_key_young() {
    let folder = Folder::new("clock");
    let path = folder.journal();
    let journal = Journal::open(&path).unwrap();
    assert_eq!(claim(&journal, wish("k", 1, 1_000)).await, Claim::Go);
    assert_eq!(claim(&journal, wish("later", 1, 200_000)).await, Claim::Go);
    let journal = reopened(journal, &path).await;
    let Claim::Lost(loss) = claim(&journal, wish("k", 1, 2_000)).await else { panic!("it is not lost") };
    assert_eq!(loss.age, None, "more than a day may have passed");
}

#[tokio::test]
async fn a_person_may_queue_a_lost_one_again() {
    let folder = Folder::new("word");
    let path = folder.journal();
    let journal = Journal::open(&path).unwrap();
    assert_eq!(claim(&journal, wish("k", 1, 1)).await, Claim::Go);
    let journal = reopened(journal, &path).await;
    journal.queue_again(vec!["k".into(), "unheard of".into()]).await.unwrap();
    assert_eq!(claim(&journal, wish("k", 1, 2)).await, Claim::Go);
}

#[tokio::test]
async fn a_journal_of_the_first_form_is_read() {
    let folder = Folder::new("old");
    let path = folder.journal();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let db = Connection::open(&path).unwrap();
    db.execute_batch(
        "CREATE TABLE message (key TEXT PRIMARY KEY, digest BLOB NOT NULL, state TEXT NOT NULL,
             id TEXT, reply TEXT, at INTEGER NOT NULL) WITHOUT ROWID;
         INSERT INTO message VALUES ('k', zeroblob(32), 'sent', NULL, NULL, 5);
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(db);
    let journal = Journal::open(&path).unwrap();
    let Claim::Lost(loss) = claim(&journal, wish("k", 0, 9)).await else { panic!("it is not lost") };
    assert_eq!((loss.fate.at, loss.age), (5, None));
}

#[test]
fn what_is_no_journal_is_left_alone() {
    let folder = Folder::new("foreign");
    let path = folder.journal();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "not a database, but long enough to look at; ".repeat(30)).unwrap();
    assert_eq!(Journal::open(&path).unwrap_err().to_string(), "it is no journal");
}
