import HTTPTypes

/// What the browser is told not to do with the page.
enum SecurityHeaders {
    /// Only our own files, no inline code or style: Lightweight Charts sets its styles through the CSSOM, which the policy allows, and its
    /// logo, the one part that would add a `<style>` element, is replaced by a credit of ours in the page.
    static let contentPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    static func add(to headers: inout HTTPFields) {
        headers[.contentSecurityPolicy] = contentPolicy
        headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin")] {
            if let field = HTTPField.Name(name) { headers[field] = value }
        }
    }
}
