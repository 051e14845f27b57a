import Domain
import Support
import Testing

@Suite("Work that is repeated") struct RepeatingTests {
    let clock = SkippingClock()

    @Test("each step returns the delay of the next, and nil ends")
    func waits() async {
        var waits: [Duration] = [.seconds(1), .seconds(5)]
        var steps = 0
        await repeating(clock: clock) {
            steps += 1
            return waits.isEmpty ? nil : waits.removeFirst()
        }
        #expect(steps == 3)
        #expect(clock.now.elapsed == .seconds(6))
    }

    @Test("cancelling the task ends it after the step in progress")
    func cancelled() async {
        let task = Task {
            var steps = 0
            await repeating(every: .seconds(60), clock: clock) {
                steps += 1
                withUnsafeCurrentTask { $0?.cancel() }
            }
            return steps
        }
        #expect(await task.value == 1)
    }
}
