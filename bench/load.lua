-- A script for wrk: sends the requests of a file in turn (lines of path, tab and Accept)
-- and writes the measurements as one line of JSON.
local requests, last = {}, 0

function init(arguments)
   for line in io.lines(arguments[1]) do
      local path, accept = line:match("([^\t]+)\t(.+)")
      wrk.headers["Accept"] = accept
      requests[#requests + 1] = wrk.format("GET", path)
   end
end

function request()
   last = last % #requests + 1
   return requests[last]
end

function done(summary, latency)
   local errors = summary.errors
   local failed = errors.status + errors.connect + errors.read + errors.write
   io.write(string.format('{"count": %d, "us": %d, "p50_us": %d, "p99_us": %d, "failed": %d, "late": %d}\n',
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), failed, errors.timeout))
end
