package dev.reconciler.worker.temporal.connection;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.ServerCalls;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A Temporal service that answers as a test says. Whatever the test says nothing of is UNIMPLEMENTED. */
public final class FakeTemporal implements AutoCloseable {
    private final Map<String, ServerMethodDefinition<?, ?>> methods = new ConcurrentHashMap<>();
    private final Server server;

    private FakeTemporal(NettyServerBuilder builder) {
        try {
            this.server = builder.fallbackHandlerRegistry(new HandlerRegistry() {
                        @Override
                        public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
                                String method, @Nullable String authority) {
                            return methods.get(method);
                        }
                    })
                    .build()
                    .start();
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private static NettyServerBuilder onFreePort() {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** One that anybody may ask. */
    public static FakeTemporal open() {
        return new FakeTemporal(onFreePort());
    }

    /** One where a host is set up, whose workers get no work, and where every run that is looked at has ended. */
    public static FakeTemporal ofEndedRuns() {
        FakeTemporal temporal = open();
        temporal.answer(
                WorkflowServiceGrpc.getDescribeNamespaceMethod(),
                request -> DescribeNamespaceResponse.getDefaultInstance());
        temporal.answer(
                OperatorServiceGrpc.getListSearchAttributesMethod(),
                request -> ListSearchAttributesResponse.getDefaultInstance());
        temporal.answer(
                OperatorServiceGrpc.getAddSearchAttributesMethod(),
                request -> AddSearchAttributesResponse.getDefaultInstance());
        temporal.answer(
                WorkflowServiceGrpc.getListWorkflowExecutionsMethod(),
                request -> ListWorkflowExecutionsResponse.getDefaultInstance());
        temporal.answer(
                WorkflowServiceGrpc.getListSchedulesMethod(), request -> ListSchedulesResponse.getDefaultInstance());
        temporal.answer(
                WorkflowServiceGrpc.getSignalWithStartWorkflowExecutionMethod(),
                request -> SignalWithStartWorkflowExecutionResponse.getDefaultInstance());
        temporal.answer(
                WorkflowServiceGrpc.getDescribeWorkflowExecutionMethod(),
                request -> DescribeWorkflowExecutionResponse.newBuilder()
                        .setWorkflowExecutionInfo(WorkflowExecutionInfo.newBuilder()
                                .setExecution(request.getExecution())
                                .setStatus(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED))
                        .build());
        temporal.hang(WorkflowServiceGrpc.getPollWorkflowTaskQueueMethod());
        temporal.hang(WorkflowServiceGrpc.getPollActivityTaskQueueMethod());
        return temporal;
    }

    /** One that hands each call to that interceptor first. */
    static FakeTemporal behind(ServerInterceptor interceptor) {
        return new FakeTemporal(onFreePort().intercept(interceptor));
    }

    /** The same over TLS. */
    static FakeTemporal overTls(SslContext tls, ServerInterceptor interceptor) {
        return new FakeTemporal(onFreePort().sslContext(tls).intercept(interceptor));
    }

    /** HOST:PORT. */
    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** Calls of that method get that answer from now on, or the status that it throws. */
    public <Q, A> void answer(MethodDescriptor<Q, A> method, Function<Q, A> answer) {
        define(method, (request, observer) -> {
            try {
                observer.onNext(answer.apply(request));
                observer.onCompleted();
            } catch (StatusRuntimeException refused) {
                observer.onError(refused);
            }
        });
    }

    /** Calls of that method get no answer from now on. */
    public <Q, A> void hang(MethodDescriptor<Q, A> method) {
        define(method, (request, observer) -> {});
    }

    private <Q, A> void define(MethodDescriptor<Q, A> method, ServerCalls.UnaryMethod<Q, A> calls) {
        methods.put(
                method.getFullMethodName(), ServerMethodDefinition.create(method, ServerCalls.asyncUnaryCall(calls)));
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Looks at each call before it is answered. */
    abstract static class CallGate implements ServerInterceptor {
        /** Throws the status of a call that is refused. */
        abstract void check(ServerCall<?, ?> call, Metadata headers);

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            try {
                check(call, headers);
            } catch (StatusRuntimeException refused) {
                call.close(refused.getStatus(), new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }
}
