import API
import Domain
import FoundationEssentials
import Testing

@Suite("Hostile cursors") struct HostileCursorTests {
    static let numbers = [
        "\(Int64.min)", "\(Int64.min + 1)", "-1", "0", "\(Int64.max)", "9223372036854775808", "", "1e9",
    ]

    private func encode(_ plain: String) -> String {
        Data(plain.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    /// The request that ended the process: `abs` of the least number traps.
    @Test("no number within a cursor ends the process, of any list", arguments: ["c/1h", "n", "t", "r", "i"], numbers)
    func extremes(list: String, number: String) {
        for rest in Self.numbers + ["a/b", "x"] {
            for plain in ["\(list)/\(number)/\(rest)", "\(list)/\(rest)/\(number)", "\(list)/\(number)"] {
                guard let cursor = Cursor(text: encode(plain)) else { continue }
                #expect(Cursor(text: cursor.text) == cursor)
            }
        }
    }

    @Test("the cursor of the incident report is read, at the earliest moment there is")
    func reported() {
        let cursor = Cursor(text: "ci8tOTIyMzM3MjAzNjg1NDc3NTgwOC8x")
        #expect(cursor == .runs(RunPosition(started: .earliest, skipped: 1)))
    }
}
