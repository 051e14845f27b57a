import FoundationEssentials
import Support

/// The inputs that are kept in the repository.
package enum Inputs {
    /// Small inputs that reach much of a target's code, found by libFuzzer; in the order of their names.
    package static func corpus(of target: FuzzTarget) throws -> [[UInt8]] {
        try files(in: "Fuzz/Corpora/" + target.name)
    }

    /// Inputs that once broke something.
    package static func regressions(of target: FuzzTarget) throws -> [[UInt8]] {
        try files(in: "Fuzz/Regressions/" + target.name)
    }

    private static func files(in folder: String) throws -> [[UInt8]] {
        let path = Checkout.path(folder)
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { name in
            [UInt8](try Data(contentsOf: URL(filePath: path + "/" + name)))
        }
    }
}
