package dev.messenger.protocol;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.std.StdValueInstantiator;
import tools.jackson.databind.introspect.AnnotatedConstructor;

/// Has [Json] call the constructors of records with all arguments at once. Jackson 3.2 does it by
/// [MethodHandle#invokeWithArguments], which fits each argument anew in each call: a third of what it
/// took to read a frame.
final class DirectConstructors extends ValueInstantiators.Base {

    @Override
    public ValueInstantiator modifyValueInstantiator(
            DeserializationConfig config,
            BeanDescription.Supplier type,
            ValueInstantiator instantiator) {
        return instantiator instanceof StdValueInstantiator standard
                        && standard.getWithArgsCreator() instanceof AnnotatedConstructor constructor
                ? new Direct(standard, constructor)
                : instantiator;
    }

    private static final class Direct extends StdValueInstantiator {

        private final MethodHandle constructor;

        Direct(StdValueInstantiator standard, AnnotatedConstructor constructor) {
            super(standard);
            try {
                this.constructor =
                        MethodHandles.lookup()
                                .unreflectConstructor(constructor.getAnnotated())
                                .asSpreader(Object[].class, constructor.getParameterCount())
                                .asType(MethodType.methodType(Object.class, Object[].class));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("not open to Jackson: " + constructor, e);
            }
        }

        @Override
        public Object createFromObjectWith(DeserializationContext context, Object[] arguments) {
            try {
                return (Object) constructor.invokeExact(arguments);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) {
                return context.handleInstantiationProblem(
                        getValueClass(), arguments, rewrapCtorProblem(context, e));
            }
        }
    }
}
