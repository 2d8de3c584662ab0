-- Searches for a number from FIRST to LAST in people's names, drawn at random each time:
--
--   wrk -s scripts/wrk/search.lua --latency https://localhost:4200/search -- FIRST LAST

function init(args)
   wrk.method = "POST"
   wrk.headers["Content-Type"] = "application/json"
   prepared = {}
   for number = tonumber(args[1]), tonumber(args[2]) do
      prepared[#prepared + 1] = wrk.format(nil, nil, nil, '{"user_name":"' .. number .. '"}')
   end
   math.randomseed(os.time())
end

function request()
   return prepared[math.random(#prepared)]
end
