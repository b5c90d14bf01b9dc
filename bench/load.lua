-- For wrk: sends the requests of a file in turn, each a line of path, tab and Accept, and writes what it measured as one line of JSON.
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
   local wrong = summary.errors
   io.write(string.format('{"count": %d, "us": %d, "p50_us": %d, "p99_us": %d, "failed": %d, "late": %d}\n', summary.requests, summary.duration,
      latency:percentile(50), latency:percentile(99), wrong.status + wrong.connect + wrong.read + wrong.write, wrong.timeout))
end
