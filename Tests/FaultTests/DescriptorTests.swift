import Domain
import FoundationEssentials
import Storage
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite("A process that may open no more files") struct DescriptorTests {
    @Test("keeps the database whole and blames the descriptors, wherever a pass runs out of them")
    func descriptors() async {
        await #expect(processExitsWith: .success) {
            let folder = FileManager.default.temporaryDirectory.path + "/descriptors-" + UUID().uuidString
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let url = DatabaseURL.sqlite(file: folder + "/data.db")
            // A pass that succeeds first, so that the runtime has opened what it needs itself.
            #expect(try await FaultyPass(url: url, process: 1).collect() == .ok)
            let wanted = try await FaultyPass(url: url, process: 1).content()
            var refused = 0
            for more in 0..<12 {
                var limit = rlimit()
                getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                let before = limit
                // The lowest free descriptor and this many above.
                let lowest = dup(0)
                close(lowest)
                limit.rlim_cur = rlim_t(lowest) + rlim_t(more)
                setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                var failure: ArchiveFailure?
                do {
                    _ = try await FaultyPass(url: url, process: 2).collect()
                } catch {
                    failure = error as? ArchiveFailure
                    #expect(failure != nil, "\(error)")
                }
                limit = before
                setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                if let failure {
                    refused += 1
                    #expect(failure.kind == .outOfDescriptors, "\(more) descriptors: \(failure)")
                }
                #expect(try await FaultyPass(url: url, process: 3).content() == wanted)
            }
            #expect(refused > 0, "the limit was never reached")
        }
    }
}
