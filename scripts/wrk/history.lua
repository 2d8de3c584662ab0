-- The newest messages of chats FIRST to LAST, one drawn at random each time; all must be TOKEN's owner's:
--
--   wrk -s scripts/wrk/history.lua --latency https://localhost:4200/get_past_messages -- TOKEN FIRST LAST

function init(args)
   wrk.method = "POST"
   wrk.headers["Content-Type"] = "application/json"
   wrk.headers["Authorization"] = "Bearer " .. args[1]
   prepared = {}
   for chat = tonumber(args[2]), tonumber(args[3]) do
      prepared[#prepared + 1] = wrk.format(nil, nil, nil, '{"chat_id":' .. chat .. '}')
   end
   math.randomseed(os.time())
end

function request()
   return prepared[math.random(#prepared)]
end
