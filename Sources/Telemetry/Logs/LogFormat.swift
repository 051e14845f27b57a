/// The format of log lines.
package enum LogFormat: String, CaseIterable, Sendable {
    /// Depends on stderr: `text` on a terminal, `journald` under systemd, else `json`.
    case auto
    case text, json
    /// Journal entries with all fields, so that `journalctl TRACE_ID=…` finds them; without a journal, text with the
    /// priority in front (sd-daemon(3)).
    case journald

    /// Resolves `auto`. systemd sets `JOURNAL_STREAM` when stderr goes to the journal (systemd.exec(5)).
    package func resolved(isTerminal: Bool, journalStream: String?) -> LogFormat {
        guard self == .auto else { return self }
        return isTerminal ? .text : journalStream != nil ? .journald : .json
    }
}
