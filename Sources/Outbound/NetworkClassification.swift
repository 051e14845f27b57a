import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What an error of the network stack means, in the words of the contract.
enum NetworkClassification {
    static func failure(for error: any Error, to request: OutboundRequest) -> SourceFailure {
        let source = request.source
        let host = host(of: request.url)
        switch error {
        case let failure as SourceFailure:
            return failure
        case is DeadlinePassed:
            return SourceFailure(
                .timeout, source: source, "\(host) did not answer within \(request.timeout.components.seconds) s")
        case is NIOTooManyBytesError, is TooLarge:
            return SourceFailure(.tooLarge, source: source, "answered with more than \(request.bodyLimit) bytes")
        case let error as NIOConnectionError:
            if error.connectionErrors.isEmpty {
                return SourceFailure(.dns, source: source, "the name \(host) cannot be resolved")
            }
            return SourceFailure(
                .connect, source: source, "cannot connect to \(host): \(reason(error.connectionErrors.first?.error))")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            return SourceFailure(.tls, source: source, "no secure connection to \(host): \(error)")
        case is HTTPParserError:
            return SourceFailure(.malformed, source: source, "\(host) does not speak HTTP as it should: \(error)")
        case let error as HTTPClientError:
            return failure(for: error, source: source, host: host)
        case let error as IOError:
            return SourceFailure(.connect, source: source, "the connection to \(host) broke: \(reason(error))")
        default:
            return SourceFailure(.connect, source: source, "the request to \(host) failed: \(error)")
        }
    }

    private static func failure(for error: HTTPClientError, source: SourceName, host: String) -> SourceFailure {
        switch error {
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout:
            SourceFailure(.timeout, source: source, "\(host) did not answer in time")
        case .tlsHandshakeTimeout:
            SourceFailure(.tls, source: source, "\(host) did not finish the TLS handshake")
        case .remoteConnectionClosed:
            SourceFailure(.connect, source: source, "\(host) closed the connection before the answer was complete")
        case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath:
            SourceFailure(
                .connect, source: source, "'\(host)' is not an address that can be asked",
                hint: "check the address in the setting")
        default:
            SourceFailure(
                .malformed, source: source, "\(host) answered against the rules of HTTP: \(error.shortDescription)")
        }
    }

    private static func reason(_ error: (any Error)?) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error?: "\(error)"
        case nil: "no address answered"
        }
    }

    /// Host and port only: a query may hold a key.
    static func host(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.split(separator: "@").last.map(String.init) ?? ""
    }
}

struct DeadlinePassed: Error {}
struct TooLarge: Error {}
