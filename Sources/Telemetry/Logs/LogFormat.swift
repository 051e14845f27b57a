/// How log lines are written: for people, for machines, or for journald's eyes.
package enum LogFormat: String, CaseIterable, Sendable {
    /// Chosen by where stderr goes: `text` on a terminal, `journald` under systemd, `json` elsewhere.
    case auto
    case text, json
    /// Entries of the journal with all their fields, so that `journalctl TRACE_ID=…` finds them; where there is no journal, text with the
    /// priority in front, as sd-daemon(3) reads it from a service's stderr.
    case journald

    /// What `auto` means here. systemd sets `JOURNAL_STREAM` when stderr goes to the journal (systemd.exec(5)).
    package func resolved(isTerminal: Bool, journalStream: String?) -> LogFormat {
        guard self == .auto else { return self }
        return isTerminal ? .text : journalStream != nil ? .journald : .json
    }
}
