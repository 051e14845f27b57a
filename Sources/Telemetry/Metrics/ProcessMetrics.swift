package import Domain
import FoundationEssentials
import OperatingSystem

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Resource usage of this process, by the standard names of Prometheus clients
/// (https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics), and the program's version.
package enum ProcessMetrics {
    package static func families(version: String) -> [MetricFamily] {
        let process = ProcessIdentity.current().id
        var families = [
            MetricFamily(
                "bitcoin_analyzer_build_info", .gauge, "Always 1; the label is the program's version.",
                [.init(1, .init("version", version))]),
            MetricFamily(
                "process_cpu_seconds_total", .counter,
                "User and system CPU time of this process.", value: cpuSeconds()),
        ]
        if let started = ProcessTimes.started(process) {
            families.append(
                MetricFamily(
                    "process_start_time_seconds", .gauge, "Start time of this process.",
                    value: Double(started.milliseconds) / 1000))
        }
        if let bytes = residentBytes() {
            families.append(
                MetricFamily("process_resident_memory_bytes", .gauge, "Resident memory of this process.", value: bytes))
        }
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            families.append(
                MetricFamily(
                    "process_open_fds", .gauge, "Open file descriptors of this process.", value: Double(open)))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            families.append(
                MetricFamily(
                    "process_max_fds", .gauge, "Maximum number of open file descriptors of this process.",
                    value: Double(limit.rlim_cur)))
        }
        return families
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The second number of `/proc/self/statm` (proc(5)), in pages.
    private static func residentBytes() -> Double? {
        guard let fields = ProcFile.text("/proc/self/statm")?.split(separator: " "), fields.count > 1,
            let pages = Double(fields[1])
        else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }
}
