/// A version by Semantic Versioning 2.0.0, without build metadata: `1.4.0`, `2.0.0-rc.1`.
package struct ReleaseVersion: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    private let numbers: [Int]
    private let preRelease: [String]

    /// `nil` for anything else: a version becomes the name of a folder.
    package init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let values = numbers.compactMap { Self.isNumber($0) ? Int($0) : nil }
        guard numbers.count == 3, values.count == 3 else { return nil }
        self.numbers = values
        guard parts.count == 2 else {
            preRelease = []
            return
        }
        let identifiers = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let isValid = identifiers.allSatisfy { identifier in
            let isText = identifier.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
            return !identifier.isEmpty && isText
        }
        guard isValid else { return nil }
        preRelease = identifiers.map(String.init)
    }

    /// Older than any release.
    package static let none = ReleaseVersion(numbers: [0, 0, 0], preRelease: ["0"])

    private init(numbers: [Int], preRelease: [String]) {
        self.numbers = numbers
        self.preRelease = preRelease
    }

    package var isPreRelease: Bool { !preRelease.isEmpty }

    package var description: String {
        numbers.map(String.init).joined(separator: ".")
            + (preRelease.isEmpty ? "" : "-" + preRelease.joined(separator: "."))
    }

    /// Precedence of SemVer 2.0.0, 11: a pre-release is older than its release, and numbers are older than words.
    package static func < (a: ReleaseVersion, b: ReleaseVersion) -> Bool {
        if a.numbers != b.numbers { return a.numbers.lexicographicallyPrecedes(b.numbers) }
        if a.preRelease.isEmpty || b.preRelease.isEmpty { return !a.preRelease.isEmpty && b.preRelease.isEmpty }
        for (left, right) in zip(a.preRelease, b.preRelease) where left != right {
            switch (isNumber(left[...]), isNumber(right[...])) {
            case (true, true): return (Int(left) ?? .max, left.count) < (Int(right) ?? .max, right.count)
            case (true, false): return true
            case (false, true): return false
            case (false, false): return left < right
            }
        }
        return a.preRelease.count < b.preRelease.count
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let version = ReleaseVersion(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a version")
        }
        self = version
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Digits without a leading zero.
    private static func isNumber(_ text: Substring) -> Bool {
        (1...9).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && (text == "0" || text.first != "0")
    }
}
