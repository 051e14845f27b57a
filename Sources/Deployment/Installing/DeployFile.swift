internal import DeployFiles

/// The files of `Deploy/`, compiled into the program, with `@NAME@` where a setting belongs.
enum DeployFile {
    /// - Parameter path: in `Deploy/`, as `systemd/bitcoin-analyzer-api.service`.
    /// - Throws: ``DeploymentFailure`` for a file, or a name in it, that the program does not know: a mistake of ours that a test finds.
    static func text(_ path: String, _ values: [String: String] = [:]) throws(DeploymentFailure) -> String {
        for index in 0..<deployed_file_count() {
            let file = deployed_file(index)
            guard String(cString: file.path) == path else { continue }
            return try filled(
                String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.size), as: UTF8.self), values,
                path: path)
        }
        throw DeploymentFailure(.internal, "\(path) is not in this program", hint: "this is a bug: please report it")
    }

    private static func filled(_ text: String, _ values: [String: String], path: String) throws(DeploymentFailure)
        -> String
    {
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "@") {
            let name = rest[rest.index(after: start)...].prefix { ($0.isASCII && $0.isUppercase) || $0 == "_" }
            guard !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == "@" else {
                result += rest[...start]
                rest = rest[rest.index(after: start)...]
                continue
            }
            guard let value = values[String(name)] else {
                throw DeploymentFailure(
                    .internal, "\(path) asks for \(name), which nobody gives", hint: "this is a bug: please report it")
            }
            result += rest[..<start] + value
            rest = rest[rest.index(after: name.endIndex)...]
        }
        return result + rest
    }
}
