import Support
import Testing

@testable import Interchange

struct NumberTests {
    private func parsed(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBufferPointer { DecimalText.double($0[...]) }
    }

    @Test(
        "a number is read as exactly as by the standard library",
        arguments: [
            "0", "1", "-1", "+1", "0.1", "13752.18233851", "1e-08", "1E+12", "00012.50", ".5", "5.",
            "123456789012345678",
            "1234567890123456789", "12345678901234567890.5", "0.00000000000000000000000000001", "9007199254740993",
            "179769313486231570000", "4261.4800000000000000000000",
        ])
    func number(_ text: String) {
        let plain = text.hasSuffix(".") ? text + "0" : text.hasPrefix(".") ? "0" + text : text
        #expect(parsed(text) == Double(plain))
    }

    @Test("any number that is written is read back", arguments: [UInt64(1), 2, 3])
    func roundTrip(_ seed: UInt64) {
        var numbers = SeededGenerator(seed: seed)
        for _ in 0..<10_000 {
            let number = Double.random(in: 0...1, using: &numbers) * [1e-8, 1, 1e5, 1e12][Int(numbers.next() % 4)]
            #expect(parsed(number.shortest) == number)
        }
    }

    @Test(
        "what is no decimal number is none",
        arguments: [
            "", " ", "-", ".", "NaN", "nan", "inf", "-inf", "0x10", "1,5", "1 000", "1e", "1e999", "--1", "1.2.3",
        ])
    func none(_ text: String) { #expect(parsed(text) == nil) }
}
