import Domain
import Testing

@Suite("Quotations") struct QuotationTests {
    @Test(
        "are removed with what introduces them",
        arguments: [
            ("HTTP 503: “busy”", "HTTP 503"), ("HTTP 503\u{A0}: “busy”; retry", "HTTP 503; retry"),
            ("process 9 (python3 “python3 --password=x”, unit a)", "process 9 (python3, unit a)"),
            ("“a” and “b”", " and"), ("nothing quoted", "nothing quoted"), ("", ""),
            ("cut: “the rest is miss", "cut"), ("a ” alone", "a ” alone"), ("“”", ""),
            ("kraken failed: HTTP 500: “{\"a\": [1, 2]}”; next", "kraken failed: HTTP 500; next"),
        ])
    func removed(_ text: String, _ open: String) { #expect(text.withoutQuotations == open) }

    @Test(
        "hold whatever a server writes, and nothing of it stays",
        arguments: [
            "secret", "”secret“", "““secret””", "secret”", "“secret", "a\u{301}”\u{301}secret", "”\u{200D}secret",
        ])
    func hostile(_ excerpt: String) {
        for reason: SourceFailure.Reason in [
            .request(.status(500, excerpt: excerpt)), .request(.status(429, excerpt: excerpt, retryAfter: .seconds(1))),
            .reported(.httpStatus, text: excerpt), .notJSON(bytes: 9, excerpt: excerpt),
            .unexpectedJSON(expected: "rows", found: excerpt, excerpt: excerpt),
            .nothingReadable(of: 1, problem: excerpt), .nothingReadable(of: 2, problem: excerpt),
        ] {
            let message = SourceFailure("kraken", reason).message
            #expect(!message.withoutQuotations.english.contains("secret"), "\(message.english)")
            #expect(!message.withoutQuotations.french.contains("secret"), "\(message.french)")
        }
    }
}
