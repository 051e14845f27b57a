import Foundation
import Support
import Testing

@Suite("Instructions of key paths", .timeLimit(.minutes(10))) struct InstructionCountTests {
    /// In the folder of the running test executable, where `./test` builds it.
    private var program: String {
        let tests =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: tests).deletingLastPathComponent().path + "/InstructionCounts"
    }

    /// `scripts/instructions` has the paths, and why a build for debugging will do.
    @Test("no key path takes 10 % more instructions than the repository says")
    func counts() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", Checkout.root + "/scripts/instructions", program]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        print(text)
        // 3: valgrind cannot count here, for the reason that is printed.
        #expect([0, 3].contains(process.terminationStatus), "\(text)")
    }
}
