// The tests drive the system's own browsers.
module.exports = { skipDownload: true };
