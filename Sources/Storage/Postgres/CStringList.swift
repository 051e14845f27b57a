/// A null-terminated array of C strings.
struct CStringList {
    private var bytes: [CChar] = []
    private var starts: [Int?] = []

    init(_ strings: [String?]) {
        for string in strings {
            starts.append(string == nil ? nil : bytes.count)
            guard let string else { continue }
            bytes.append(contentsOf: string.utf8.lazy.map { CChar(bitPattern: $0) })
            bytes.append(0)
        }
    }

    func withPointers<Value>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value) -> Value {
        bytes.withUnsafeBufferPointer { bytes in
            var pointers: [UnsafePointer<CChar>?] = starts.map { start in
                start.flatMap { start in bytes.baseAddress.map { $0 + start } }
            }
            pointers.append(nil)
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
