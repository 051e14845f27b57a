import Foundation
import HTTPTypes
import Support
import Testing

@testable import API

/// Documentation/API.md beside the declarations that requests are read by.
@Suite("Documentation/API.md") struct WrittenDocumentationTests {
    private static func text(_ file: String) throws -> String {
        try String(contentsOfFile: Checkout.path("Documentation/\(file)"), encoding: .utf8)
    }

    /// The rows of the tables of routes, by `GET /v1/price`.
    private static func rows() throws -> [String: String] {
        var rows: [String: String] = [:]
        for line in try text("API.md").split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|", maxSplits: 1)
            for match in (cells.first ?? "").matches(of: /`((?:GET|PATCH|POST|PUT|DELETE) [^`?]+)(\?[^`]*)?`/) {
                rows[String(match.1)] = String(line)
            }
        }
        return rows
    }

    @Test("has each route with its parameters, and no other")
    func routes() throws {
        let rows = try Self.rows()
        let known = Set(APIRouter.operations.map { "\($0.method.rawValue) \($0.path)" } + ["GET /docs"])
        #expect(Set(rows.keys) == known)
        for operation in APIRouter.operations {
            let row = rows["\(operation.method.rawValue) \(operation.path)"] ?? ""
            // Of all collections at once.
            for parameter in operation.parameters where parameter.name != "format" {
                #expect(
                    row.contains("`\(parameter.name)`") || row.contains("?\(parameter.name)"),
                    "\(operation.path): \(parameter.name)")
            }
        }
        let csv = try Self.text("API.md").split(separator: "\n").first { $0.hasPrefix("**CSV.**") } ?? ""
        for operation in APIRouter.operations where operation.parameters.contains(where: { $0.name == "format" }) {
            #expect(csv.contains("`\(operation.path)`"), "\(operation.path) is CSV too")
        }
    }

    @Test("has each member of what the routes return and take")
    func members() throws {
        // What the facts of an analysis mean stands in the other file.
        let text = try Self.text("API.md") + Self.text("Analysis.md")
        var described: Set<String> = []
        for operation in APIRouter.operations {
            for body in operation.response + [operation.requestBody].compactMap(\.self) {
                for name in body.schema.members(besides: &described) {
                    #expect(text.contains("`\(name)`"), "\(operation.path): \(name)")
                }
            }
        }
    }
}

extension Schema {
    /// The names of all members, without those of named schemas that were seen before.
    fileprivate func members(besides seen: inout Set<String>) -> [String] {
        switch self {
        case .value, .oneOf, .anything: return []
        case .anyOf(let schemas): return schemas.flatMap { $0.members(besides: &seen) }
        case .array(let schema), .map(let schema), .nullable(let schema): return schema.members(besides: &seen)
        case .object(let fields), .nonEmpty(let fields):
            return fields.flatMap { [$0.name] + $0.schema.members(besides: &seen) }
        case .extended(let fields, let further):
            return Schema.object(fields).members(besides: &seen) + further.members(besides: &seen)
        case .named(let name, let schema):
            return seen.insert(name).inserted ? schema.members(besides: &seen) : []
        }
    }
}
