/// The program's version, as `--version`, the `User-Agent` and the records give it.
let programVersion = "0.1.0"
