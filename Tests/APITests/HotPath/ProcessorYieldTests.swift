import NIOCore
import NIOEmbedded
import Testing

@testable import API

@Suite("The processor after a pass of an event loop") struct ProcessorYieldTests {
    /// A loop whose yields take as long as is said, on a clock of its own.
    private final class Loop {
        let loop = EmbeddedEventLoop()
        var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
        var turn = TimeAmount.microseconds(100)
        private(set) var yields = 0
        private(set) lazy var processor = ProcessorYield(
            loop, now: { self.now },
            yield: {
                self.yields += 1
                self.now = self.now + self.turn
            })

        /// One pass that sends so many responses.
        func pass(_ responses: Int) {
            for _ in 0..<responses { processor.responseSent() }
            loop.run()
        }
    }

    @Test("is given up once, after several responses") func several() {
        let loop = Loop()
        loop.pass(2)
        #expect(loop.yields == 1)
        loop.pass(30)
        #expect(loop.yields == 2)
    }

    @Test("is not given up before the end of the pass") func during() {
        let loop = Loop()
        for _ in 0..<30 { loop.processor.responseSent() }
        #expect(loop.yields == 0)
    }

    @Test("is kept after single responses, however many passes there are") func single() {
        let loop = Loop()
        for _ in 0..<100 { loop.pass(1) }
        #expect(loop.yields == 0)
    }

    @Test("is kept for ten milliseconds when a turn of others took three or more") func long() {
        let loop = Loop()
        loop.turn = .milliseconds(3)
        loop.pass(2)
        #expect(loop.yields == 1)
        loop.now = loop.now + .microseconds(9999)
        loop.pass(2)
        #expect(loop.yields == 1)
        loop.now = loop.now + .microseconds(1)
        loop.pass(2)
        #expect(loop.yields == 2)
    }
}
