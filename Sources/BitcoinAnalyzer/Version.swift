import Deployment

/// The program's version, as the `User-Agent` and the records give it.
let programVersion = "0.1.0"

/// `0.1.0 (commit 49cb90c7…)`, for `--version`; without the commit in a build that is no release.
let programVersionAndCommit = BuildCommit.hash.map { "\(programVersion) (commit \($0))" } ?? programVersion
