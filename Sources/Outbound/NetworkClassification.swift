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

/// What the errors of the network stack mean.
enum NetworkError {
    /// Whether the TLS connection was not made.
    static func isTLS(_ error: any Error) -> Bool {
        switch error {
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: true
        case let error as NIOConnectionError: error.connectionErrors.contains { isTLS($0.error) }
        default: false
        }
    }
}

extension OutboundError {
    /// What an error of the network stack means for a request.
    /// - Parameter host: the one that was asked, which may be that of a redirect.
    init(_ error: any Error, of request: OutboundRequest, host: String) {
        switch error {
        case let error as OutboundError:
            self = error
        case is NIOTooManyBytesError:
            self = .tooLarge(limit: request.bodyLimit)
        case let error as NIOConnectionError:
            if let first = error.connectionErrors.first {
                self = .notConnected(host: host, detail: Self.detail(first.error))
            } else {
                self = .notResolved(host: host)
            }
        case _ where NetworkError.isTLS(error):
            self = .tls(host: host, .other(TLSDiagnosis.reason(in: "\(error)")))
        case is HTTPParserError:
            self = .invalidHTTP(host: host, detail: Self.detail(error))
        case let error as HTTPClientError:
            self.init(error, host: host)
        case is IOError:
            self = .disconnected(host: host, detail: Self.detail(error))
        default:
            self = .notConnected(host: host, detail: Self.detail(error))
        }
    }

    private init(_ error: HTTPClientError, host: String) {
        switch error {
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout:
            self = .timeout(host: host, limit: nil)
        case .tlsHandshakeTimeout:
            self = .tls(host: host, .handshakeTimeout)
        case .remoteConnectionClosed:
            self = .disconnected(host: host, detail: "closed before the response was complete")
        case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath:
            self = .invalidAddress(host.printableLine(limit: 100))
        default:
            self = .invalidHTTP(host: host, detail: error.shortDescription.printableLine(limit: 200))
        }
    }

    private static func detail(_ error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)".printableLine(limit: 200) }
        return String(cString: strerror(error.errnoCode))
    }
}
