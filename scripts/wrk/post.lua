-- The same POST again and again:
--
--   wrk -s scripts/wrk/post.lua --latency https://localhost:4200/search -- '{"user_name":"ann"}'
--   wrk -s scripts/wrk/post.lua --latency https://localhost:4200/get_past_messages -- '{"chat_id":1}' TOKEN
--
-- TOKEN is what /login gave.

function init(args)
   wrk.method = "POST"
   wrk.headers["Content-Type"] = "application/json"
   wrk.body = args[1]
   if args[2] then
      wrk.headers["Authorization"] = "Bearer " .. args[2]
   end
   prepared = wrk.format()
end

function request()
   return prepared
end
