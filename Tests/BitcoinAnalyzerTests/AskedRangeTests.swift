import Domain
import Support
import Testing

@testable import BitcoinAnalyzer

@Suite("The candles that a command is asked for") struct AskedRangeTests {
    private let now = Timestamp.hour(100) + .minutes(20)

    private func refusal(_ from: Timestamp, _ to: Timestamp?) -> String? {
        do {
            _ = try AskedRange.closed(from: from, to: to, of: .oneHour, now: now)
            return nil
        } catch {
            let failure = error as? CommandFailure
            #expect(failure?.code == .usage)
            return failure?.message.english
        }
    }

    @Test("those that have closed, up to the present")
    func closed() throws {
        let open = try AskedRange.closed(from: .hour(90), to: nil, of: .oneHour, now: now)
        #expect(open == TimeRange(.hour(90), until: .hour(100)))
        let beyond = try AskedRange.closed(from: .hour(90), to: .hour(500), of: .oneHour, now: now)
        #expect(beyond == open)
        let past = try AskedRange.closed(from: .hour(90), to: .hour(95), of: .oneHour, now: now)
        #expect(past == TimeRange(.hour(90), until: .hour(95)))
    }

    @Test("a range of the future, backwards, or without a closed candle is refused with the reason")
    func refused() {
        #expect(refusal(.hour(101), nil) == "--from: \(Timestamp.hour(101)) is in the future")
        #expect(refusal(.hour(101), .hour(102)) == "--from: \(Timestamp.hour(101)) is in the future")
        #expect(refusal(.hour(90), .hour(90)) == "--to: \(Timestamp.hour(90)) is not after \(Timestamp.hour(90))")
        #expect(refusal(.hour(90), .hour(80)) == "--to: \(Timestamp.hour(80)) is not after \(Timestamp.hour(90))")
        let (half, quarter) = (Timestamp.hour(90) + .minutes(30), Timestamp.hour(90) + .minutes(45))
        #expect(refusal(half, quarter) == "no candle of 1h opens between \(half) and \(quarter) and has closed")
        #expect(
            refusal(.hour(100), nil) == "no candle of 1h opens between \(Timestamp.hour(100)) and \(now) and has closed"
        )
    }
}
