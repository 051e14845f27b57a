import Domain
import Exchanges
import Outbound
import OutboundSupport
import Support
import Testing

/// A row as a venue keeps it: its open time in Unix seconds, and its JSON.
struct VenueRow: Sendable {
    let time: Int64
    let json: String
}

/// What a venue does with a question, in its own documented format and with its own limits, over rows that a test gives
/// it.
struct VenueDouble: Sendable, CustomTestStringConvertible {
    let venue: Venue
    /// One row as the venue writes it: open time in Unix seconds, open, high, low, close, volume.
    let write:
        @Sendable (_ time: Int64, _ open: String, _ high: String, _ low: String, _ close: String, _ volume: String) ->
            String
    /// The rows that answer a question, of all the venue's, which are given oldest first.
    let choose: @Sendable (_ query: Query, _ rows: [VenueRow]) throws(OutboundError) -> [VenueRow]
    /// The body that rows come in.
    let wrap: @Sendable (_ query: Query, _ rows: [VenueRow]) -> String

    var testDescription: String { venue.rawValue }

    static let all: [VenueDouble] = [coinbase, kraken, bitstamp, bitfinex, binance, coinalyze]

    /// The venue, holding `rows` and telling `date` as its time.
    func fetcher(holding rows: [VenueRow], date: String? = nil, log: RequestLog = RequestLog()) -> StubFetcher {
        StubFetcher { request throws(OutboundError) in
            log.add(request)
            let query = Query(request)
            let body = wrap(query, try choose(query, rows))
            return OutboundResponse(headers: date.map { ["date": $0] } ?? [:], body: [UInt8](body.utf8))
        }
    }

    func source(holding rows: [VenueRow], date: String? = nil, log: RequestLog = RequestLog()) -> any PriceSource {
        venue.source(fetcher: fetcher(holding: rows, date: date, log: log), apiKey: "key")
    }

    /// A row with its open time in milliseconds for seconds, or in seconds for milliseconds.
    func otherUnit(_ json: String, of time: Int64) -> String {
        json.contains("\(time)000")
            ? json.replacing("\(time)000", with: "\(time)")
            : json.replacing("\(time)", with: "\(time)000")
    }

    /// A plausible row `n` hours after the tests' epoch, whose prices identify the hour.
    func hour(_ n: Int64, volume: String = "1.5") -> VenueRow {
        let time = Timestamp.hour(n).seconds
        return VenueRow(
            time: time, json: write(time, "\(1000 + n).5", "\(2000 + n)", "\(500 + n)", "\(1001 + n).25", volume))
    }
}

extension VenueDouble {
    static let coinbase = VenueDouble(
        venue: .coinbase,
        write: { time, open, high, low, close, volume in "[\(time),\(low),\(high),\(open),\(close),\(volume)]" },
        choose: { query, rows throws(OutboundError) in
            let start = Timestamp(rfc3339: query["start"])?.seconds ?? 0
            let end = Timestamp(rfc3339: query["end"])?.seconds ?? 0
            guard (end - start) / query.number("granularity") < 300 else {
                throw .status(
                    400,
                    excerpt: "granularity too small for the requested time range. Count of aggregations requested "
                        + "exceeds 300")
            }
            return rows.filter { start <= $0.time && $0.time <= end }.reversed()
        },
        wrap: { _, rows in list(rows) })

    static let kraken = VenueDouble(
        venue: .kraken,
        write: { time, open, high, low, close, volume in
            "[\(time),\"\(open)\",\"\(high)\",\"\(low)\",\"\(close)\",\"\(open)\",\"\(volume)\",7]"
        },
        choose: { query, rows in
            // The newest comes whatever `since` says.
            let kept = rows.suffix(720)
            return kept.dropLast().filter { $0.time > query.number("since") } + kept.suffix(1)
        },
        wrap: { _, rows in
            #"{"error":[],"result":{"XXBTZUSD":\#(list(rows)),"last":\#(rows.dropLast().last?.time ?? 0)}}"#
        })

    static let bitstamp = VenueDouble(
        venue: .bitstamp,
        write: { time, open, high, low, close, volume in
            let numbers = [
                ("close", close), ("high", high), ("low", low), ("open", open), ("timestamp", "\(time)"),
                ("volume", volume),
            ]
            return "{" + numbers.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ",") + "}"
        },
        // As recorded: with a limit, `start` counts for nothing.
        choose: { query, rows in rows.filter { $0.time <= query.number("end") }.suffix(Int(query.number("limit"))) },
        wrap: { _, rows in #"{"data":{"ohlc":\#(list(rows)),"pair":"BTC/USD"}}"# })

    static let bitfinex = VenueDouble(
        venue: .bitfinex,
        write: { time, open, high, low, close, volume in
            "[\(time * 1000),\(open),\(close),\(high),\(low),\(volume)]"
        },
        choose: { query, rows throws(OutboundError) in
            guard query.number("limit") <= 10_000 else {
                throw .status(500, excerpt: #"["error",10020,"limit: invalid"]"#)
            }
            let asked = rows.filter {
                query.number("start") <= $0.time * 1000 && $0.time * 1000 <= query.number("end")
            }
            return Array(asked.prefix(Int(query.number("limit"))))
        },
        wrap: { _, rows in list(rows) })

    static let binance = VenueDouble(
        venue: .binance,
        write: { time, open, high, low, close, volume in
            "[\(time * 1000),\"\(open)\",\"\(high)\",\"\(low)\",\"\(close)\",\"\(volume)\",\(time * 1000 + 3_599_999),\"1\",2,\"3\",\"4\",\"0\"]"
        },
        choose: { query, rows in
            let asked = rows.filter {
                query.number("startTime") <= $0.time * 1000 && $0.time * 1000 <= query.number("endTime")
            }
            return Array(asked.prefix(Int(query.number("limit"))))
        },
        wrap: { _, rows in list(rows) })

    static let coinalyze = VenueDouble(
        venue: .coinalyze,
        write: { time, open, high, low, close, volume in
            #"{"t":\#(time),"o":\#(open),"h":\#(high),"l":\#(low),"c":\#(close),"v":\#(volume),"bv":1,"tx":2,"btx":1}"#
        },
        choose: { query, rows in rows.filter { query.number("from") <= $0.time && $0.time <= query.number("to") } },
        wrap: { query, rows in #"[{"symbol":"\#(query["symbols"])","history":\#(list(rows))}]"# })

    private static func list(_ rows: [VenueRow]) -> String { "[" + rows.map(\.json).joined(separator: ",") + "]" }
}
