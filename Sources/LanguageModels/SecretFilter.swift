import Domain
import FoundationEssentials

/// Withholds a secret in text that a provider sent: as it is, in part, masked in the middle, and encoded (percent,
/// Base64, hexadecimal, escapes of JSON and HTML). Providers quote keys, or the request that had one, in their errors.
struct SecretFilter {
    /// What stands in its place; pages have it in their own words.
    static let mark = ModelCall.withheldMark
    /// So many characters in a row that the secret has too are a part of it.
    private static let leastPart = 6
    /// Shorter ones are no secrets, but words that servers without keys want to have.
    private static let leastSecret = 4
    /// Text beyond this is left out: every place of it is compared with every place of the secret.
    private static let longest = 4000

    private let secret: [UInt8]

    /// `nil` without a secret.
    init?(_ secret: String?) {
        guard let secret, secret.utf8.count >= Self.leastSecret else { return nil }
        self.secret = Self.folded(secret.utf8)
    }

    /// The text without the secret and its parts.
    func withoutParts(_ text: String) -> String {
        let least = min(Self.leastPart, secret.count)
        let masked = words(of: String(text.prefix(Self.longest))) { word in
            isMasked(word) || isEncoded(word, least: least)
        }
        return withoutRuns(masked, least: least)
    }

    /// The text without the whole secret, also encoded: of a text whose words are compared with others, which may share
    /// some with it.
    func withoutWhole(_ text: String) -> String {
        guard secret.count >= 8 else { return text }
        return withoutRuns(words(of: text) { isEncoded($0, least: secret.count) }, least: secret.count)
    }

    /// Keys are compared without regard to case: some servers change it.
    private static func folded(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
    }

    // MARK: Runs

    private func withoutRuns(_ text: String, least: Int) -> String {
        let bytes = Array(text.utf8)
        let folded = Self.folded(bytes)
        var (kept, index, isMarked) = ([UInt8](), 0, false)
        while index < bytes.count {
            let run = longestRun(folded, at: index)
            if run >= least {
                if !isMarked { kept += Self.mark.utf8 }
                (isMarked, index) = (true, index + run)
            } else {
                kept.append(bytes[index])
                (isMarked, index) = (false, index + 1)
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    /// How many bytes from a place on are somewhere in the secret, in a row.
    private func longestRun(_ bytes: [UInt8], at start: Int) -> Int {
        var longest = 0
        for place in secret.indices where secret[place] == bytes[start] {
            var count = 1
            while place + count < secret.count, start + count < bytes.count,
                secret[place + count] == bytes[start + count]
            {
                count += 1
            }
            longest = max(longest, count)
        }
        return longest
    }

    private func hasRun(_ bytes: [UInt8], least: Int) -> Bool {
        let folded = Self.folded(bytes)
        return folded.indices.contains { longestRun(folded, at: $0) >= least }
    }

    // MARK: Words

    /// The text with the mark in place of the words that are to be withheld.
    private func words(of text: String, _ isWithheld: (Substring) -> Bool) -> String {
        var (result, rest) = ("", text[...])
        while !rest.isEmpty {
            result += rest.prefix(while: Self.isBetween)
            rest = rest.drop(while: Self.isBetween)
            let word = rest.prefix { !Self.isBetween($0) }
            if !word.isEmpty { result += isWithheld(word) ? Self.mark : String(word) }
            rest = rest.dropFirst(word.count)
        }
        return result
    }

    private static func isBetween(_ character: Character) -> Bool {
        character.isWhitespace || "\"'“”‘’«»()<>{}[],".contains(character)
    }

    /// `sk-ab****wxyz`, `AIza…cdef`: the beginning or the end of the secret, and what stands for the rest.
    private func isMasked(_ word: Substring) -> Bool {
        let runs = word.split { "*•…●".contains($0) }
        let isMasked =
            runs.count < 3 && word.contains { "*•…●".contains($0) } || word.contains("...") || word.contains("xxxx")
        guard isMasked else { return false }
        let ends = word.split { "*•…●.x:=".contains($0) }.map { Self.folded($0.utf8) }
        return ends.contains { end in
            end.count >= 3 && (secret.starts(with: end) || secret.suffix(end.count).elementsEqual(end))
        }
    }

    private func isEncoded(_ word: Substring, least: Int) -> Bool {
        guard word.utf8.count >= least else { return false }
        let text = String(word)
        var plain = text
        // Encoded more than once, too.
        for _ in 0..<3 {
            let next = Self.unescaped(plain)
            if next == plain { break }
            plain = next
            if hasRun(Array(plain.utf8), least: least) { return true }
        }
        // `73:6b:2d`, as of a dump.
        let unseparated = Array(text.utf8.filter { !":-".utf8.contains($0) })
        return ([unseparated] + Self.alphabetRuns(text)).contains { run in
            Self.decodings(run).contains { hasRun($0, least: least) }
        }
    }

    // MARK: Encodings

    /// `%73`, `\x73`, `\u0073`, `&#115;`, `&#x73;` as characters.
    private static func unescaped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>, _ radix: Int) -> UInt8? {
            guard range.upperBound <= bytes.count, !range.isEmpty else { return nil }
            return UInt8(String(decoding: bytes[range], as: UTF8.self), radix: radix)
        }
        var (result, index) = ([UInt8](), 0)
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), let byte = number(index + 1..<index + 3, 16) {
                result.append(byte)
                index += 3
            } else if bytes[index...].starts(with: "\\x".utf8), let byte = number(index + 2..<index + 4, 16) {
                result.append(byte)
                index += 4
            } else if bytes[index...].starts(with: "\\u00".utf8), let byte = number(index + 4..<index + 6, 16) {
                result.append(byte)
                index += 6
            } else if bytes[index...].starts(with: "&#".utf8),
                let end = bytes[index...].firstIndex(of: UInt8(ascii: ";")),
                end - index < 8
            {
                let isHexadecimal = bytes[index + 2] == UInt8(ascii: "x")
                let start = index + (isHexadecimal ? 3 : 2)
                guard start < end, let byte = number(start..<end, isHexadecimal ? 16 : 10) else {
                    result.append(bytes[index])
                    index += 1
                    continue
                }
                result.append(byte)
                index = end + 1
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The parts of a word that may be Base64 or hexadecimal.
    private static func alphabetRuns(_ text: String) -> [[UInt8]] {
        text.utf8.split { byte in
            !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) && !"+/-_".utf8.contains(byte)
        }.map(Array.init).filter { $0.count >= 8 }
    }

    /// From every place of a group on: the word may have been cut.
    private static func decodings(_ run: [UInt8]) -> [[UInt8]] {
        let standard = run.map {
            $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 == UInt8(ascii: "_") ? UInt8(ascii: "/") : $0
        }
        let base64 = (0..<4).compactMap { offset -> [UInt8]? in
            let whole = standard.dropFirst(offset)
            let cut = Array(whole.dropLast(whole.count % 4))
            let rest = Array(whole.suffix(whole.count % 4))
            // Two or three characters at the end are one or two bytes more.
            let padding = rest.count == 2 ? "==" : rest.count == 3 ? "=" : ""
            let text = cut + (padding.isEmpty ? [] : rest + Array(padding.utf8))
            return Data(base64Encoded: Data(text)).map(Array.init)
        }
        let hexadecimal = (0..<2).map { offset -> [UInt8] in
            let digits = run.dropFirst(offset)
            return stride(from: digits.startIndex, to: digits.endIndex - 1, by: 2).compactMap {
                UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
            }
        }
        return base64 + hexadecimal
    }
}

extension ModelResponse {
    /// The longest detail that is kept, in characters.
    private static let longestDetail = 240

    /// Without a secret that the provider may quote, and with what it said as short as it is kept.
    func withholding(_ secret: String?) -> ModelResponse {
        let filter = SecretFilter(secret)
        var response = self
        func clean(_ text: String, limit: Int) -> String {
            (filter?.withoutParts(text) ?? text).cut(to: limit)
        }
        response.model = model.map { clean($0, limit: 100) }
        response.finishReasons = finishReasons.prefix(8).map { clean($0, limit: 40) }
        switch result {
        case .success(let text): response.result = .success(filter?.withoutWhole(text) ?? text)
        case .failure(let failure):
            response.result = .failure(
                ModelFailure(
                    failure.outcome, clean(failure.detail, limit: Self.longestDetail), retryAfter: failure.retryAfter))
        }
        return response
    }
}

extension String {
    /// Text of a provider in quotation marks, on one line, with what is invisible or reverses the direction of text as
    /// its code. Without a text, nothing.
    var providerQuotation: String {
        let line = prefix(4000).visibleLine.split(separator: " ").joined(separator: " ")
        return line.isEmpty ? "" : line.quotation
    }

    /// A quotation that is cut keeps its end.
    fileprivate func cut(to limit: Int) -> String {
        guard count > limit else { return self }
        return contains("“") ? prefix(limit - 2) + "…”" : prefix(limit - 1) + "…"
    }
}
