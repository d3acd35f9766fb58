-- Sends the requests of a file, one a line: method, path and form, separated by tabs; each from a network of its own.
local requests, place = {}, 0

local function network(number)
  return string.format("10.%d.%d.%d", math.floor(number / 65536) % 256, math.floor(number / 256) % 256, number % 256)
end

function init(args)
  for line in io.lines(args[1]) do
    local method, path, form = line:match("^(%S+)\t(%S+)\t(.*)$")
    local headers = { ["Accept-Encoding"] = "gzip", ["X-Forwarded-For"] = network(#requests) }
    if form ~= "" then
      headers["Content-Type"] = "application/x-www-form-urlencoded"
      headers["Sec-Fetch-Site"] = "same-origin"
    end
    requests[#requests + 1] = wrk.format(method, path, headers, form ~= "" and form or nil)
  end
end

function request()
  place = place % #requests + 1
  return requests[place]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("\nmeasured %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), failed))
end
