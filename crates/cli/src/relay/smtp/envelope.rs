//! MAIL, RCPT and DATA, up to the moment in which the message may follow.

use super::{COMMAND, Lost, before};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::Data;

/// A connection, and whether its server takes commands in one go.
pub(super) struct Session {
    pub(super) connection: AsyncSmtpConnection,
    pub(super) pipelines: bool,
}

impl Session {
    /// Says for whom the message is. `mail` and `rcpt` are the commands without their line ends.
    pub(super) async fn open(&mut self, mail: &str, rcpt: &str) -> Result<(), Lost> {
        let connection = &mut self.connection;
        if !self.pipelines {
            before(COMMAND, connection.command(format!("{mail}\r\n"))).await?;
            before(COMMAND, connection.command(format!("{rcpt}\r\n"))).await?;
            before(COMMAND, connection.command(Data)).await?;
            return Ok(());
        }
        // RFC 2920 §3.1: the commands go together, and each has its answer.
        let first = before(COMMAND, connection.command(format!("{mail}\r\n{rcpt}\r\nDATA\r\n"))).await;
        let mut refused = match first {
            Ok(_) => None,
            Err(lost @ Lost::Answered(_)) => Some(lost),
            Err(lost) => return Err(lost),
        };
        match before(COMMAND, connection.read_response()).await {
            Ok(_) => {}
            Err(lost) => refused = Some(refused.unwrap_or(lost)),
        }
        match (before(COMMAND, connection.read_response()).await, refused) {
            (Ok(_), None) => Ok(()),
            (Err(lost), None) => Err(lost),
            // A server that waits for a message to nobody gets an empty one.
            (Ok(_), Some(refused)) => {
                let _ = before(COMMAND, connection.command(".\r\n")).await;
                Err(refused)
            }
            (Err(_), Some(refused)) => Err(refused),
        }
    }
}
