//! Quoted-printable (RFC 2045 §6.7), written while a letter is merged.
//!
//! Static text of the letter is known by its address in the compiled template, encoded once, and copied from
//! then on ([`Pieces`]); values are encoded as they are written ([`Encoder`]).

mod encoder;
mod pieces;
mod short;

pub use encoder::{Encoder, encode};
pub(crate) use pieces::QpWriter;
pub use pieces::{Piece, Pieces, Sink};
