import Dispatch
import FoundationEssentials
import FuzzTargets

/// What libFuzzer calls with each input (https://llvm.org/docs/LibFuzzer.html#fuzz-target). The target is chosen by the
/// environment variable `FUZZ_TARGET`.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let done = DispatchSemaphore(value: 0)
    Task.detached {
        do {
            try await target.run(bytes)
        } catch {
            fatalError("\(target.name): \(error)")
        }
        done.signal()
    }
    done.wait()
    return 0
}

private let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        fatalError("FUZZ_TARGET must be one of \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
    }
    return target
}()
