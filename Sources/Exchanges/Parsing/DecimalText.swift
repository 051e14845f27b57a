import Domain
import FoundationEssentials

/// A decimal number written as a string, to preserve its digits: `"3449.992"`.
struct DecimalText: DecodableNumber {
    let value: Double

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard text.utf8.allSatisfy(Self.allowed.contains), let value = Double(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text.condensedLine(limit: 40))' is not a number")
        }
        self.value = value
    }

    /// `Double` also parses hexadecimal, `nan` and `inf`.
    private static let allowed = Set("0123456789.+-eE".utf8)
}
