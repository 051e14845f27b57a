/// A binary heap of the sources' next times; the first is the earliest.
struct SourceHeap {
    private var heap: [(Int64, Int)] = []

    var first: (Int64, Int)? { heap.first }

    /// The second earliest; later than any time where there is none.
    var second: (Int64, Int) {
        switch heap.count {
        case ...1: (.max, .max)
        case 2: heap[1]
        default: heap[1] < heap[2] ? heap[1] : heap[2]
        }
    }

    mutating func insert(_ time: Int64, _ index: Int) {
        heap.append((time, index))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func replaceFirst(_ time: Int64, _ index: Int) {
        heap[0] = (time, index)
        sink()
    }

    mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink()
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
