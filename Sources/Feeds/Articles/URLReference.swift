/// Resolution of relative references (RFC 3986, 5.2).
enum URLReference {
    /// `reference` as an absolute address; `nil` when it is relative without a base.
    static func resolve(_ reference: [UInt8], _ base: [UInt8]?) -> [UInt8]? {
        if hasScheme(reference) { return reference }
        guard let base, let colon = base.firstIndex(of: UInt8(ascii: ":")), hasScheme(base) else { return nil }
        if reference.starts("//", at: 0, to: reference.count) { return base[...colon] + reference }
        guard base.starts("//", at: colon + 1, to: base.count) else { return nil }
        let path = base[(colon + 3)...].firstIndex { $0 == 47 || $0 == 63 || $0 == 35 } ?? base.count
        let query = base[path...].firstIndex { $0 == 63 || $0 == 35 } ?? base.count
        switch reference.first {
        case nil: return Array(base[..<(base.firstIndex(of: 35) ?? base.count)])
        case UInt8(ascii: "#"): return base[..<(base.firstIndex(of: 35) ?? base.count)] + reference
        case UInt8(ascii: "?"): return base[..<query] + reference
        case UInt8(ascii: "/"): return base[..<path] + withoutDots(reference)
        default:
            let folder = base[path..<query].lastIndex(of: UInt8(ascii: "/")).map { base[path...$0] } ?? [47]
            return base[..<path] + withoutDots(folder + reference)
        }
    }

    private static func hasScheme(_ address: [UInt8]) -> Bool {
        guard let first = address.first, first.isASCIILetter else { return false }
        for byte in address.dropFirst() {
            if byte == UInt8(ascii: ":") { return true }
            guard byte.isASCIILetter || byte.isASCIIDigit || byte == 43 || byte == 45 || byte == 46 else {
                return false
            }
        }
        return false
    }

    /// Without `.` and `..` in the path (RFC 3986, 5.2.4).
    private static func withoutDots(_ path: [UInt8]) -> [UInt8] {
        let end = path.firstIndex { $0 == 63 || $0 == 35 } ?? path.count
        let segments = path[..<end].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var kept: [ArraySlice<UInt8>] = []
        for (index, segment) in segments.dropFirst().enumerated() {
            let isLast = index == segments.count - 2
            if segment.elementsEqual([46]) {
                if isLast { kept.append([]) }
            } else if segment.elementsEqual([46, 46]) {
                _ = kept.popLast()
                if isLast { kept.append([]) }
            } else {
                kept.append(segment)
            }
        }
        return kept.reduce(into: [UInt8]()) { $0 += [47] + $1 } + path[end...]
    }
}
