import Domain
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Why a server's certificate was rejected. The library says only that it was, so the certificate is looked at once
/// more on a connection of its own, over which nothing is sent.
enum TLSDiagnosis {
    /// - Parameter error: of the connection that failed.
    static func problem(_ error: any Error, of url: String, now: Timestamp) async -> TLSProblem {
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname { return .nameMismatch }
        let reason = reason(in: "\(error)")
        guard reason.contains("certificate verify failed"), let chain = await chain(of: url), let leaf = chain.first
        else {
            return .other(reason)
        }
        let expired = chain.map { Timestamp(seconds: Int64($0.notValidAfter)) }.min() ?? now
        if expired < now { return .expired(since: expired) }
        let valid = chain.map { Timestamp(seconds: Int64($0.notValidBefore)) }.max() ?? now
        if valid > now { return .notYetValid(from: valid) }
        if chain.count == 1, leaf.issuerName == leaf.subjectName { return .selfSigned }
        let issuer = chain[chain.count - 1].issuerName
        let name = issuer.first { $0.type == .commonName } ?? issuer.first { $0.type == .organization }
        return .unknownIssuer((name?.value ?? "").condensedLine(limit: 80))
    }

    /// The reason in an error of BoringSSL, in words and without the file that it was compiled from:
    /// `…error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at /…/handshake.cc:393…`.
    static func reason(in text: String) -> String {
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else {
            // Without a path, whatever the error is.
            return text.split { $0 == " " || $0 == "(" || $0 == ")" || $0 == "\"" }.filter { !$0.contains("/") }
                .joined(separator: " ").condensedLine(limit: 120)
        }
        return text[mark.upperBound...].prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
            .replacing("_", with: " ").lowercased().condensedLine(limit: 120)
    }

    /// The certificates that a server shows, its own first.
    private static func chain(of url: String) async -> [NIOSSLCertificate]? {
        let origin = RedirectOrigin(url)
        let host = origin.host.hasPrefix("[") ? String(origin.host.dropFirst().dropLast()) : origin.host
        let isAddress = PublicAddress.isAddress(host)
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .noHostnameVerification
        guard let context = try? NIOSSLContext(configuration: configuration) else { return nil }
        let shown = Shown()
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let done = loop.makePromise(of: Void.self)
        let limit = loop.scheduleTask(in: .seconds(4)) { done.succeed(()) }
        let connection = ClientBootstrap(group: loop).connectTimeout(.seconds(3)).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let handler = try NIOSSLClientHandler(
                    context: context, serverHostname: isAddress ? nil : host,
                    customVerificationCallback: { certificates, verdict in
                        shown.certificates.withLock { $0 = certificates }
                        verdict.succeed(.failed)
                        done.succeed(())
                    })
                try channel.pipeline.syncOperations.addHandler(handler)
            }
        }
        let channel = try? await connection.connect(host: host, port: origin.port).get()
        if channel != nil {
            try? await done.futureResult.get()
        } else {
            done.succeed(())
        }
        limit.cancel()
        try? await channel?.close()
        return shown.certificates.withLock(\.self)
    }

    private final class Shown: Sendable {
        let certificates = Mutex<[NIOSSLCertificate]?>(nil)
    }
}
