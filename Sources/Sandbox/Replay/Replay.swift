import FoundationEssentials
import HTTPTypes

/// Serves recorded responses from files.
///
/// A file `{"request": "GET /path?query", "body": …}` is the response to that request, in any order of parameters. Any
/// other file is a body: for every request of the path that it is mapped to, or of its own name. Files are read once,
/// on creation.
package struct Replay: Sendable {
    private var recorded: [Key: [UInt8]] = [:]
    private var anyQuery: [String: [UInt8]] = [:]

    private struct Key: Hashable {
        let path: String
        let parameters: [String]

        init(_ target: String) {
            let parts = target.split(separator: "?", maxSplits: 1)
            path = Replay.trimmed(parts.first.map(String.init) ?? "/")
            parameters = parts.count < 2 ? [] : parts[1].split(separator: "&").map(String.init).sorted()
        }
    }

    /// - Parameters:
    ///   - folders: directories whose files are served, without subdirectories.
    ///   - bodies: file names by the path that they serve, such as `/products/BTC-USD/candles`, for recordings without
    ///     a request.
    /// - Throws: errors of reading, or ``Unknown`` for a name in `bodies` without a file.
    package init(folders: [String], bodies: [String: String] = [:]) throws {
        var files: [String: [UInt8]] = [:]
        for folder in folders {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
                let path = folder + "/" + name
                let type = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
                guard type == .typeRegular else { continue }
                files[name] = [UInt8](try Data(contentsOf: URL(filePath: path)))
            }
        }
        for (name, content) in files {
            if let recording = Recording(content) { recorded[Key(recording.target)] = recording.body }
            anyQuery["/" + name] = content
        }
        for (path, name) in bodies {
            guard let content = files[name] else { throw Unknown(file: name) }
            anyQuery[Self.trimmed(path)] = content
        }
    }

    /// A file name that does not exist in the directories.
    package struct Unknown: Error, CustomStringConvertible {
        /// The name of the file.
        package let file: String
        /// The message.
        package var description: String { "there is no file '\(file)' to replay" }
    }

    /// - Parameter target: the path and query below the endpoint's prefix, as received.
    func response(to target: String) -> WorldResponse {
        let key = Key(target)
        guard let body = recorded[key] ?? anyQuery[key.path] else { return unknown(key) }
        let isMarkup = body.first { !" \n\r\t".utf8.contains($0) } == UInt8(ascii: "<")
        return WorldResponse(.ok, isMarkup ? "application/xml; charset=utf-8" : "application/json; charset=utf-8", body)
    }

    private func unknown(_ key: Key) -> WorldResponse {
        let near = recorded.keys.filter { $0.path == key.path }.map { $0.parameters.joined(separator: "&") }.sorted()
        let message = "no answer to \(key.path)?\(key.parameters.joined(separator: "&")) was recorded"
        return .text(
            ([message] + near.map { "recorded for this path: \($0)" }).joined(separator: "\n"), status: .notFound)
    }

    private static func trimmed(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        return String(path)
    }
}

/// A recorded response and its request. The bytes of the body are kept, so that numbers keep their digits.
private struct Recording {
    let target: String
    let body: [UInt8]

    init?(_ file: [UInt8]) {
        struct Head: Decodable { let request: String }
        guard let head = try? JSONDecoder().decode(Head.self, from: Data(file)), head.request.hasPrefix("GET ") else {
            return nil
        }
        let marker = Array(#""body":"#.utf8)
        guard let start = file.indices.first(where: { file[$0...].starts(with: marker) }),
            let end = file.lastIndex(of: UInt8(ascii: "}")), start + marker.count < end
        else { return nil }
        target = String(head.request.dropFirst(4))
        body = Array(file[(start + marker.count)..<end].drop { $0 == UInt8(ascii: " ") })
    }
}
