-- Asks for the paths of a file in turn, a path a line: for `serving.py`, or by hand
--   wrk -t1 -c32 -d10s --latency -s benchmarks/pages.lua http://127.0.0.1:8000 -- paths.txt

local paths, asked = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    paths[#paths + 1] = line
  end
end

function request()
  asked = asked + 1
  return wrk.format("GET", paths[asked % #paths + 1])
end
