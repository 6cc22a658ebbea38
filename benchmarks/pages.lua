-- Asks for the search pages of a file of queries in turn: "id<TAB>query" a line, or a query a line.
--   wrk -t1 -c32 -d20s --latency -s benchmarks/pages.lua http://127.0.0.1:8000 -- queries.tsv

local paths, asked = {}, 0

local function encoded(text)
  return (text:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end))
end

function init(args)
  for line in io.lines(args[1]) do
    paths[#paths + 1] = "/?q=" .. encoded(line:match("\t(.*)$") or line)
  end
end

function request()
  asked = asked + 1
  return wrk.format("GET", paths[asked % #paths + 1])
end
