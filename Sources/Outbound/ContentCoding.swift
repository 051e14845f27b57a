import Compression
import Domain

/// The compression of response bodies (RFC 9110, 8.4). Decoded after the last byte has come, outside of the event
/// loops, which answer requests too.
enum ContentCoding {
    /// What is accepted: `Accept-Encoding`.
    static let accepted = Decompression.hasBrotli ? "gzip, deflate, br" : "gzip, deflate"

    /// More in a row than any server applies.
    private static let most = 3

    /// Whether there is anything to decode.
    static func isCoded(_ body: [UInt8], _ header: String?) -> Bool {
        !body.isEmpty && (header != nil || body.starts(with: GzipMagic.bytes))
    }

    /// The body without its codings. Some servers send gzip and do not say so, or say so of plain text.
    /// - Parameters:
    ///   - header: `Content-Encoding`, the codings in the order in which they were applied.
    ///   - limit: of the decoded body.
    /// - Throws: ``Domain/OutboundError``: `tooLarge`, or `invalidHTTP` for what cannot be decoded.
    static func decoded(_ body: [UInt8], _ header: String?, limit: Int, host: String) throws(OutboundError)
        -> [UInt8]
    {
        guard !body.isEmpty else { return body }
        var codings = (header ?? "").lowercased().split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
            .filter { !$0.isEmpty && $0 != "identity" }
        if codings.isEmpty, body.starts(with: GzipMagic.bytes) { codings = ["gzip"] }
        guard codings.count <= most else {
            throw .invalidHTTP(host: host, detail: "a body that is compressed \(codings.count) times")
        }
        var body = body
        for coding in codings.reversed() {
            do {
                switch coding {
                case "gzip", "x-gzip":
                    guard body.starts(with: GzipMagic.bytes) else { continue }
                    body = try Decompression.gzip(body, limit: limit)
                case "deflate": body = try Decompression.deflate(body, limit: limit)
                case "br" where Decompression.hasBrotli: body = try Decompression.brotli(body, limit: limit)
                default:
                    throw OutboundError.invalidHTTP(
                        host: host, detail: "a compression that was not asked for: \(coding.condensedLine(limit: 40))")
                }
            } catch let error as OutboundError {
                throw error
            } catch {
                guard error as? Decompression.Failure != .tooLarge else { throw .tooLarge(limit: limit) }
                throw .invalidHTTP(host: host, detail: "\(coding) data that is damaged or cut off")
            }
        }
        return body
    }
}
