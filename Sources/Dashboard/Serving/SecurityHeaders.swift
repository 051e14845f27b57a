import HTTPTypes

/// The security headers of every page.
enum SecurityHeaders {
    /// Only files of this server, no inline code or style. Lightweight Charts sets its styles through the CSSOM, which
    /// the policy allows; its logo, which would add a `<style>` element, is replaced by a credit in the footer.
    static let contentPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "manifest-src 'self'", "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    static func add(to headers: inout HTTPFields) {
        headers[.contentSecurityPolicy] = contentPolicy
        headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ] {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
    }
}
