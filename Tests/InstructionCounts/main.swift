// Takes each key path once for warming up and once to be counted, and prints how often that repeats it. Run by
// scripts/instructions under callgrind, with a name for the paths that are counted.

let requests = try Requests()

for _ in 0..<2 {
    requests.warmUp()
    waiting { try importRows() }
    waiting { try await readFeed() }
    waiting { try await mergeLines() }
}
for path in KeyPath.allCases { print(path.rawValue, path.repetitions) }
// Nothing in between, which would be counted too.
repeatedRequest()
notModified()
decodedRequest()
importedRow()
feedItem()
logLine()
