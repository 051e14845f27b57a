import NIOCore
import Synchronization
import Testing

@testable import API

@Suite("Descriptors that are held in reserve") struct DescriptorReserveTests {
    /// How many are left beside those that are held.
    private final class Room: Sendable {
        let left: Mutex<Int>
        init(_ left: Int) { self.left = Mutex(left) }

        var value: Int {
            get { left.withLock { $0 } }
            set { left.withLock { $0 = newValue } }
        }
    }

    private func time(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(1_000_000_000_000) + .seconds(seconds) }

    @Test("are given back all at once, and taken again after ten seconds")
    func release() {
        let reserve = DescriptorReserve(3)
        #expect(reserve.size == 3)
        reserve.release(at: time(0))
        #expect(reserve.size == 0)
        reserve.tend(at: time(10))
        #expect(reserve.size == 0)
        reserve.tend(at: time(11))
        reserve.tend(at: time(12))
        #expect(reserve.size == 3)
    }

    @Test("are given back where hardly any is left, though no connection was refused for it")
    func unnoticed() {
        let room = Room(100)
        let reserve = DescriptorReserve(8) { room.value >= $0 }
        room.value = 4
        reserve.tend(at: time(0))
        #expect(reserve.size == 8)
        room.value = 3
        reserve.tend(at: time(1))
        #expect(reserve.size == 0)
    }

    @Test("are not taken where they would be the last, and later are, however long that was so")
    func room() {
        let room = Room(3)
        let reserve = DescriptorReserve(8) { room.value >= $0 }
        #expect(reserve.size == 0)
        reserve.release(at: time(0))
        for second in 1...60 {
            // What was given back is room, too, but not enough.
            room.value = 3 + 8
            reserve.tend(at: time(Int64(second)))
            #expect(reserve.size == 0)
        }
        room.value = 100
        for second in 61...72 { reserve.tend(at: time(Int64(second))) }
        #expect(reserve.size == 8)
    }
}
