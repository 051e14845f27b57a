import Testing

@testable import API

@Suite("Descriptors that are held in reserve") struct DescriptorReserveTests {
    @Test("are given back all at once, and taken again")
    func release() {
        let reserve = DescriptorReserve(3)
        #expect(reserve.size == 3)
        reserve.release()
        #expect(reserve.size == 0)
        reserve.refill()
        reserve.refill()
        #expect(reserve.size == 3)
    }
}
