/// The names of months in feeds.
enum MonthName {
    /// 1 to 12 for the name of a month, or its first three letters or more, in one of the languages below; `nil` when
    /// ambiguous.
    static func number(_ word: Substring) -> Int? {
        let word = word.lowercased().trimmedOfDot
        guard word.count >= 3 else { return nil }
        var found: Int?
        for names in languages {
            for (index, name) in names.enumerated() where name.hasPrefix(word) {
                guard found == nil || found == index + 1 else { return nil }
                found = index + 1
            }
        }
        return found
    }

    private static let languages = [
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "január február március április május június július augusztus szeptember október november december",
        "ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος "
            + "δεκέμβριος",
        // Greek abbreviations that are not prefixes of the name.
        "ιαν φεβ μαρ απρ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    ].map { $0.split(separator: " ").map(String.init) }
}

extension String {
    fileprivate var trimmedOfDot: String { hasSuffix(".") ? String(dropLast()) : self }
}
