-- Logs in those of a file, a login, a blank and a password a line, one after the other and over again:
--
--   wrk -s scripts/wrk/login.lua --latency https://localhost:4200/login -- FILE

function init(args)
   wrk.method = "POST"
   wrk.headers["Content-Type"] = "application/json"
   prepared = {}
   for line in io.lines(args[1]) do
      local login, password = line:match("^(%S+) (.+)$")
      local body = '{"login":"' .. login .. '","password":"' .. password .. '"}'
      prepared[#prepared + 1] = wrk.format(nil, nil, nil, body)
   end
   turn = 0
end

function request()
   turn = turn % #prepared + 1
   return prepared[turn]
end
