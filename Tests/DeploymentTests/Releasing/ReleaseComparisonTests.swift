import Domain
import Foundation
import Testing

@testable import Deployment

@Suite("Comparing two releases") struct ReleaseComparisonTests {
    private func response(_ text: String, _ status: Int = 200) -> ReleaseHost.Response {
        .init(status: status, body: Array(text.utf8), took: .milliseconds(1))
    }

    private func fault(_ old: String, _ new: String?, path: String = "/v1/price", status: Int = 200) -> String? {
        ReleaseComparison.fault(
            path, old: response(old), new: new.map { response($0, status) }, comparingFacts: true)?.english
    }

    @Test("equal responses, and those with new fields, are accepted")
    func accepted() {
        #expect(fault(#"{"price": 1.5, "as_of": "x"}"#, #"{"price": 1.5, "as_of": "x", "more": 1}"#) == nil)
        #expect(fault(#"[{"a": 1}]"#, #"[{"a": 1, "b": 2}]"#) == nil)
        #expect(fault("{}", "{}") == nil && fault("[]", "[]") == nil)
        #expect(fault(#"{"price": 64000.0}"#, #"{"price": 64000}"#) == nil)
    }

    @Test("a route that is gone or fails, a missing or renamed field, another type, another price are faults")
    func faults() {
        #expect(
            fault("{}", nil) != nil && fault("{}", "{}", status: 500) != nil && fault("{}", "{}", status: 404) != nil)
        #expect(fault(#"{"price": 1}"#, #"{"cost": 1}"#) == "/v1/price: price is missing")
        #expect(fault(#"[{"a": {"b": 1}}]"#, #"[{"a": {"c": 1}}]"#) == "/v1/price: [].a.b is missing")
        #expect(fault(#"{"price": 1}"#, #"{"price": "1"}"#) == "/v1/price: price has another type")
        #expect(fault(#"{"price": 64000}"#, #"{"price": 64640}"#) == "/v1/price: price: 64000.0 became 64640.0")
        #expect(fault(#"[{"a": 1}, {"a": 2}]"#, #"[{"a": 1}]"#) != nil)
        #expect(fault("{}", "<html>") != nil && fault("{}", "") != nil)
    }

    @Test("what is computed may change in value, not in shape; a page not to a fragment of itself")
    func computed() {
        let old = #"{"sma20": [1, 2]}"#
        #expect(fault(old, #"{"sma20": [1, 3]}"#, path: "/v1/indicators") == nil)
        #expect(fault(old, #"{"sma": [1, 3]}"#, path: "/v1/indicators") != nil)
        let page = String(repeating: "<p>text</p>", count: 100)
        #expect(
            fault(page, String(page.dropLast(30)), path: "/") == nil && fault(page, "<html></html>", path: "/") != nil)
    }

    @Test("the routes of a description are those of GET without a parameter in the path, and no stream")
    func routes() {
        let text =
            #"{"paths": {"/a": {"get": {}}, "/b/{id}": {"get": {}}, "/c": {"post": {}}, "/v1/events": {"get": {}}}}"#
        #expect(ReleaseComparison.routes(Array(text.utf8)) == ["/a"])
        #expect(ReleaseComparison.routes(Array("nonsense".utf8)) == [])
    }

    @Test("memory that grows by 50 MiB a minute is a leak; a cache that fills, and a steady service, are none")
    func memory() {
        func rate(_ bytes: (Int) -> Int) -> Int? {
            var trend = MemoryTrend()
            var found: Int?
            for second in 0...300 where found == nil {
                trend.add(bytes(second), at: .seconds(second))
                found = trend.leakRate
            }
            return found
        }
        let base = 80 << 20
        #expect(rate { base + ($0 * 50 << 20) / 60 }.map { $0 >> 20 } == 50)
        #expect(rate { _ in base } == nil)
        #expect(rate { base + min($0, 40) * (3 << 20) } == nil)
        #expect(rate { base + ($0 % 20) * (5 << 20) } == nil)
        #expect(rate { base + $0 * (100 << 10) } == nil)
    }

    @Test("three times slower is much slower; noise of a fraction of a millisecond is not")
    func speed() {
        #expect(ReleaseComparison.isSlower(.milliseconds(9), than: .milliseconds(3)))
        #expect(!ReleaseComparison.isSlower(.milliseconds(5), than: .milliseconds(3)))
        #expect(!ReleaseComparison.isSlower(.microseconds(900), than: .microseconds(300)))
        #expect(ReleaseComparison.typical([.seconds(9), .seconds(1), .seconds(2), .seconds(8)]) == .seconds(2))
        #expect(ReleaseComparison.typical([]) == nil)
    }
}
