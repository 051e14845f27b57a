extension Incident.Place {
    /// What an incident happened to, for a person; empty where there is nothing to tell.
    package var phrase: Phrase {
        guard let what = unit ?? subject else { return Phrase(verbatim: host ?? "") }
        guard let host else { return Phrase(verbatim: what) }
        return Phrase("\(what) on \(host)", fr: "\(what) sur \(host)")
    }
}
