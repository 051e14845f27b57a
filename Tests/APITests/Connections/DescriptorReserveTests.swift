import NIOCore
import Testing

@testable import API

@Suite("Descriptors that are held in reserve") struct DescriptorReserveTests {
    private func time(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(1_000_000_000_000) + .seconds(seconds) }

    @Test("are given back all at once, and taken again after ten seconds")
    func release() {
        let reserve = DescriptorReserve(3) { _ in true }
        reserve.tend(at: time(0))
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
        let room = DescriptorRoom(100)
        let reserve = DescriptorReserve(8) { room.isThere(for: $0) }
        reserve.tend(at: time(0))
        room.value = 4
        reserve.tend(at: time(1))
        #expect(reserve.size == 8)
        room.value = 3
        reserve.tend(at: time(2))
        #expect(reserve.size == 0)
    }

    @Test("are not taken where they would be the last, and later are, however long that was so")
    func room() {
        let room = DescriptorRoom(3)
        let reserve = DescriptorReserve(8) { room.isThere(for: $0) }
        reserve.tend(at: time(0))
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

    @Test("are taken where the system has twice as many, and kept while it has as many as others need")
    func asked() {
        let room = DescriptorRoom(100)
        let reserve = DescriptorReserve(8) { room.isThere(for: $0) }
        reserve.tend(at: time(0))
        #expect(reserve.size == 8)
        reserve.tend(at: time(1))
        #expect(room.questions == [16, 4])
    }

    @Test("are kept from connections while they are given back: as many have to be left")
    func kept() {
        let room = DescriptorRoom(100)
        let reserve = DescriptorReserve(8) { room.isThere(for: $0) }
        reserve.tend(at: time(0))
        room.value = 0
        // Whoever finds none left gives them back first.
        #expect(!reserve.isShort())
        reserve.release(at: time(1))
        room.value = 7
        #expect(reserve.isShort())
        room.value = 8
        #expect(!reserve.isShort())
    }

    @Test("are held from the first look on, and not by a command that has no listener")
    func unused() {
        let room = DescriptorRoom(100)
        let reserve = DescriptorReserve(8) { room.isThere(for: $0) }
        #expect(reserve.size == 0)
        #expect(room.questions == [])
        // However short the machine has been up.
        reserve.tend(at: .uptimeNanoseconds(1))
        #expect(reserve.size == 8)
    }
}
