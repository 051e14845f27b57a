import FoundationEssentials

/// The recorded data that lies beside the project (`../shared/data`), where it is there.
package enum SharedData {
    /// `nil` where it is absent.
    package static let folder: String? = {
        let folder = Checkout.path("../shared/data")
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    package static var isHere: Bool { folder != nil }

    package static let skipped = "skipped: ../shared/data is not here"

    package static func bytes(_ path: String) throws -> [UInt8] {
        guard let folder else { throw Absent() }
        return [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + path)))
    }

    package struct Absent: Error, CustomStringConvertible {
        package var description: String { SharedData.skipped }
    }
}
