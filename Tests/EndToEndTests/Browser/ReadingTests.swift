import Foundation
import Testing

/// News, past analyses and the trace of a run, as a person finds them.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, "\(WebDriver.skipped)"))
struct ReadingTests {
    @Test("an article is found by a word of its title, and the address leads to it again")
    func search() async throws {
        let page = try await SharedDemo.page()
        try await WebDriver.shared().browse { browser in
            try await browser.show(on: .phone)
            try await browser.open(page + "/news")
            let title = try await browser.value(
                "document.querySelector('#stories .headline').firstChild.textContent", String.self)
            let words = title.split { !$0.isLetter }
            let word = try #require(words.max { $0.count < $1.count })
            let all = try await browser.count("#stories .articles > li")
            try await browser.type(word.uppercased(), into: "#search input[name=q]")
            try await browser.click("#search button")
            try await browser.wait(until: "new URLSearchParams(location.search).get('q')")
            #expect(try await browser.text("#stories").contains(title))
            #expect(try await browser.count("#stories .articles > li") <= all)
            try await browser.open(browser.value("location.href", String.self))
            #expect(try await browser.text("#stories").contains(title))
            try await browser.open(page + "/news?q=no-article-has-this")
            #expect(try await !browser.text("#stories .empty").isEmpty)
            #expect(try await browser.consoleMessages() == [])
        }
    }

    @Test("past analyses say how they turned out, on a phone too")
    func past() async throws {
        let page = try await SharedDemo.page()
        try await WebDriver.shared().browse { browser in
            try await browser.show(on: .phone)
            try await browser.open(page + "/analysis")
            // They may be too late for the first page, and are there for a later one.
            try await browser.untilReloading(shows: "document.querySelectorAll('#past .past > li').length === 7")
            #expect(try await browser.count("#past .outcome .change") == 6)
            let sizes = try await browser.value("[document.documentElement.scrollWidth, innerWidth]", [Int].self)
            #expect(sizes[0] <= sizes[1])
            #expect(try await browser.value(Contrast.tooLow(), [String].self) == [])
        }
    }

    @Test("from the operations page a run leads to the timeline of its trace")
    func trace() async throws {
        let page = try await SharedDemo.page()
        try await WebDriver.shared().browse { browser in
            try await browser.show(on: .phone)
            try await browser.open(page + "/operations")
            try await browser.click("#runs tbody a")
            try await browser.wait(until: "location.pathname.startsWith('/operations/runs/')")
            #expect(try await browser.count("#trace li") > 0)
            #expect(try await Axe.violations(in: browser) == [])
            let sizes = try await browser.value("[document.documentElement.scrollWidth, innerWidth]", [Int].self)
            #expect(sizes[0] <= sizes[1])
            try await browser.screenshot("run-en-phone-light")
        }
    }
}
