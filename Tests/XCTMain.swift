import Foundation
import Testing

/// The entry point of all test targets; SwiftPM uses it because of its name. Its own one would also look for XCTest
/// cases, in an index of the sources whose writing takes a third of the time of a debug build.
@main enum TestProgram {
    static func main() async {
        guard CommandLine.arguments.contains("swift-testing") else {
            FileHandle.standardError.write(
                Data("Run ./test, or: swift test --enable-swift-testing --disable-xctest\n".utf8))
            exit(EXIT_FAILURE)
        }
        await Testing.__swiftPMEntryPoint() as Never
    }
}
